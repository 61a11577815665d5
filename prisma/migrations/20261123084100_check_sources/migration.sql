-- A run of a check can be what an evidence rests on.
ALTER TYPE "SourceKind" ADD VALUE 'check';
