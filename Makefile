# Every target is one line that also works without make: python -m course <target>
PYTHON ?= python3
COURSE := $(PYTHON) -m course

# Language of what a command says: EDITION=fr. Where it is about a copy, the copy's own language counts.
ifdef EDITION
export DL_LABS_LANGUAGE := $(EDITION)
endif

.DEFAULT_GOAL := help
.PHONY: help setup data start lab mlflow serve report progress run release wheels grade mark return similar gradebook test acceptance corpus nbval check minutes notebooks translations refresh stored text pack bars lock sizes site bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# For everybody
setup: ## make, update or repair .venv from the lock; DEV=1 with what the tests need
	@$(COURSE) setup $(if $(DEV),--dev)
data: ## fetch both datasets once, and check them
	@$(COURSE) data
# For students
start: ## copy a lab to work in: make start LAB=02, in French with EDITION=fr
	@$(COURSE) start $(LAB)
lab: ## open JupyterLab at your copy: make lab LAB=02
	@$(COURSE) lab $(LAB)
mlflow: ## open MLflow's page over your runs; STORE=build/run/mlflow
	@$(COURSE) mlflow $(STORE)
serve: ## start the service of lab 09 with the registered model
	@$(COURSE) serve
report: ## your finished notebook as a page and a PDF: make report LAB=02 NAME="Ada Lovelace"
	@$(COURSE) report $(LAB) $(if $(NAME),--name "$(NAME)")
progress: ## your labs: points, what is still to do, reports
	@$(COURSE) progress
# For instructors
run: ## execute the solutions and hold them to the bars; LAB=02, PROFILE=smoke
	@$(COURSE) run $(LAB) $(if $(PROFILE),--profile $(PROFILE))
release: ## write the students' tree, without answers: make release OUT=folder
	@$(COURSE) release $(LAB) $(if $(OUT),--out "$(OUT)")
wheels: ## fill a folder to set up from without a network: make wheels OUT=folder PLATFORM=windows-x86_64
	@$(COURSE) wheels $(if $(OUT),--out "$(OUT)") $(if $(PLATFORM),--platform $(PLATFORM)) $(if $(PYTHONS),--python $(PYTHONS))
grade: ## grade a class: make grade LAB=02 SUBMISSIONS=folder-or-zip ROSTER=class.csv
	@$(COURSE) grade $(LAB) $(if $(SUBMISSIONS),"$(SUBMISSIONS)") $(if $(ROSTER),--roster "$(ROSTER)")
mark: ## mark the written answers of a class on a local page: make mark LAB=02
	@$(COURSE) mark $(LAB)
return: ## final marks, feedback, Moodle's files: make return LAB=02 WORKSHEET=grades.csv ROSTER=class.csv
	@$(COURSE) return $(LAB) $(if $(WORKSHEET),--worksheet "$(WORKSHEET)") $(if $(ROSTER),--roster "$(ROSTER)")
similar: ## pairs of submissions that are more alike than chance explains: make similar LAB=02
	@$(COURSE) similar $(LAB)
gradebook: ## all graded labs of a term, in build/grades/term.html and term.csv
	@$(COURSE) gradebook
# For maintainers
test: ## lint, tests, drift gate, nbval at reduced settings
	@$(COURSE) test
acceptance: ## set up from nothing, pages in a browser, images, a cluster, other languages
	@$(COURSE) acceptance
corpus: ## grade broken, hostile and honest submissions in the sandbox
	@$(COURSE) corpus
nbval: ## nbval at the notebooks' own settings; LAB=02
	@$(COURSE) nbval $(LAB)
check: ## lint the notebooks and compare the student copies with their source
	@$(COURSE) check
minutes: ## how long each lab takes a student, by the formula
	@$(COURSE) minutes $(LAB)
notebooks: ## derive the student copies from the solutions
	@$(COURSE) notebooks
translations: ## bring the catalogues of other languages up to the English texts; LAB=02
	@$(COURSE) translations $(LAB)
refresh: ## run solutions and store their outputs; LAB=02
	@$(COURSE) refresh $(LAB)
stored: ## train anew the long runs whose curves a lab shows: make stored LAB=03
	@$(COURSE) stored $(LAB)
text: ## solutions as text to edit, in build/text; LAB=02
	@$(COURSE) text $(LAB)
pack: ## edited text back into solutions; LAB=02
	@$(COURSE) pack $(LAB)
bars: ## train over the seeds and write the accuracy bars; LAB=02, DATA=sample
	@$(COURSE) bars $(LAB) $(if $(DATA),--data $(DATA))
lock: ## lock the dependencies of pyproject.toml; UPGRADE=1 at their newest versions
	@$(COURSE) lock $(if $(UPGRADE),--upgrade)
site: ## the labs and the documentation as a site, in build/site; SOLVED=1
	@$(COURSE) site $(if $(SOLVED),--solved)
sizes: ## how much each kind of computer downloads
	@$(COURSE) sizes
bench: ## measure the run against nbconvert, and lab 01's first figure
	@$(COURSE) bench
clean: ## delete what can be made again (build/)
	@$(COURSE) clean
