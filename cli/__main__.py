"""`python -m cli` is `huiyin`."""

from cli.main import main

if __name__ == "__main__":
    main()
