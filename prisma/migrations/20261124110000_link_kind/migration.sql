-- An address on the web can be what an evidence rests on.
ALTER TYPE "SourceKind" ADD VALUE 'link';
