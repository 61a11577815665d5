-- A population counted by Tickmark is a source of evidence. Apart, because a new word of an enum is usable only after its migration.
ALTER TYPE "SourceKind" ADD VALUE 'population';
