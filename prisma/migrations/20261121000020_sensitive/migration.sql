-- Columns whose values are hidden, by dataset: what one version declares holds for all of them.
ALTER TABLE "Dataset" ADD COLUMN "sensitive" TEXT[] DEFAULT ARRAY[]::TEXT[];
