"""What Tensio keeps, in one SQLite file under the data folder."""
