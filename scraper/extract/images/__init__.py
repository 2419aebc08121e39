"""The article's pictures: each with its address, caption and credit apart."""
