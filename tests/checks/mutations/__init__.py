"""What may go wrong in rendered documents, as changes of what is right: one module for each subject."""
