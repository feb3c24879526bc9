# 幸福清单. `make help` lists everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 0.0.0.0
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help run demo test bench bench-web bench-bulk bench-board bench-desk screenshots check questions accuracy accuracy-long mutation lint clean

help: ## 列出可以做的事
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-13s %s\n", $$1, $$2}'

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { echo "没有找到 $(PYTHON)，请先装 Python 3.11 或更新的版本。" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 太旧，要 3.11 或更新的版本；可以写 make run PYTHON=python3.12。" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "建不了虚拟环境。Debian/Ubuntu 请先：apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.runs: $(VENV)/.made requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-test.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-test.txt
	@touch $@

run: $(VENV)/.runs ## 打开幸福清单（浏览器里）
	@$(BIN)/python -m serving free $(PORT)
	@$(BIN)/python -m serving ready $(PORT) & exec $(BIN)/python -m uvicorn app:app --host $(HOST) --port $(PORT) --log-level warning --no-access-log

demo: $(VENV)/.runs ## 演示：样例人家、网格员工作台、政策看板、改了会怎样，人都是编的，不用上网
	@$(BIN)/python -m serving free $(PORT)
	@$(BIN)/python -m serving ready $(PORT) /demo & DEMO=1 exec $(BIN)/python -m uvicorn app:app --host $(HOST) --port $(PORT) --log-level warning --no-access-log

test: $(VENV)/.tests ## 装好并跑全部测试，包括浏览器测试
	@sh tests/browser.sh
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/python -m benefits check
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not browser"
	$(BIN)/python -m pytest -q -m browser --reruns 2 --only-rerun Timeout --only-rerun "did not come within"
	$(BIN)/python -m tests.accuracy --households 2000 --check

check: $(VENV)/.runs ## 只检查 content/ 里的内容
	$(BIN)/python -m benefits check

bench: $(VENV)/.runs ## 量速度：一户六口人，所有待遇，全部理由
	$(BIN)/python -m tests.bench

bench-web: $(VENV)/.tests ## 量速度：手机第一次打开、200 人同时答题；写到 build/bench_web.json（约 6 分钟）
	@sh tests/browser.sh
	$(BIN)/python -m tests.bench_web

bench-bulk: $(VENV)/.runs ## 量速度：一百万人的登记表，和手写的比（BULK=--long 加一千万人）
	$(BIN)/python -m tests.bench_bulk $(BULK)

bench-board: $(VENV)/.tests ## 量速度：一百万人里改一个数；从 make demo 到第一张图
	@sh tests/browser.sh
	$(BIN)/python -m tests.bench_board

bench-desk: $(VENV)/.runs ## 量速度：两千户的工作台，每一步多久；20 户、200 户的大字纸
	$(BIN)/python -m tests.bench_desk

screenshots: $(VENV)/.tests ## 给 README 拍图，写到 docs/（人都是编的）
	@sh tests/browser.sh
	$(BIN)/python -m tests.screenshots

accuracy: $(VENV)/.tests ## 准确度报告（短，三分钟内），写到 content/accuracy.json
	$(BIN)/python -m tests.accuracy

accuracy-long: $(VENV)/.tests ## 准确度报告（长，一百万户，停了再跑会接着比；JOBS=1 只用一个核）
	$(BIN)/python -m tests.accuracy long $(if $(JOBS),--jobs $(JOBS))

questions: $(VENV)/.tests ## 量问卷：一千五百户要答几题，结果和完整情况一样不一样
	$(BIN)/python -m tests.questions

mutation: $(VENV)/.tests ## 把每一处规则改坏，看测试发不发现
	$(BIN)/python -m tests.mutation

lint: $(VENV)/.tests ## 检查写法和类型
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

clean: ## 删掉虚拟环境和缓存
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
