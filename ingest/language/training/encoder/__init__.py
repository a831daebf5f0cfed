"""Fine-tuning of a small pretrained encoder on two CPU cores: `python -m ingest.language.training.encoder --help`."""
