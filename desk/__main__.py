"""`python -m desk` is `corroborate`."""

from desk.cli import main

if __name__ == "__main__":
    main()
