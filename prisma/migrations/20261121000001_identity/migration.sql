-- The base of a version is the canonical table from now on; the registered file is kept beside it.
ALTER TABLE "DatasetVersion" ADD COLUMN "rawBlob" TEXT, ADD COLUMN "file" JSONB;
