# 两条命令：make serve 打开网页，make test 跑全部测试。其余都会自动准备好；没有变化时不重复安装。
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := .make
PORT   ?= 7860
EXACT  := tests/corpus tests/calculators
PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

.PHONY: help serve test lint check screenshots train clean

help:  ## 列出命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新的版本，现在是 %s。用 make PYTHON=python3.12 指定。" % sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/run

$(STAMPS)/browser: scripts/install-browser
	sh scripts/install-browser
	@mkdir -p $(STAMPS) && touch $@

serve: $(STAMPS)/run  ## 建立索引并打开网页 http://127.0.0.1:7860（换端口：make serve PORT=7861）
	$(BIN)/suance index build
	$(BIN)/suance serve --port $(PORT)

test: $(STAMPS)/dev $(STAMPS)/browser  ## 跑全部测试；条款与计算器的覆盖率须为 100%
	$(PYTEST) $(EXACT) --cov=corpus --cov=calculators --cov-branch --cov-fail-under=100
	$(PYTEST) $(EXACT:%=--ignore=%)

lint: $(STAMPS)/dev  ## 格式、类型、导入方向
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## 提交前：lint 加 test

screenshots: $(STAMPS)/dev $(STAMPS)/browser  ## 重拍 docs/screenshots：每一页，桌面与手机，浅色与深色
	$(BIN)/python -m scripts.screenshots

train: $(STAMPS)/dev  ## 用题库和标好的消息重新训练判断头
	$(BIN)/python -m index.encoder.train
	$(BIN)/python -m index.encoder.train_facts
	$(BIN)/python -m assistant.money_roles.train

clean:  ## 删除虚拟环境和缓存
	rm -rf $(VENV) $(STAMPS) .mypy_cache .ruff_cache .pytest_cache
