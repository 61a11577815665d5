-- A configuration standard in an approved version is evidence, too. A value of its own migration: it may not be used in the transaction that adds it.
ALTER TYPE "SourceKind" ADD VALUE 'standard';
