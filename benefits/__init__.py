"""What a Wenzhou household may claim under 温政发〔2022〕6号."""
