"""The two datasets: their files, the download, the built-in sample; and what labs keep for each other."""
