-- CreateEnum
CREATE TYPE "ValidationVerdict" AS ENUM ('pass', 'warn', 'block');

-- CreateTable
CREATE TABLE "Validation" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "verdict" "ValidationVerdict" NOT NULL,
    "reportBlob" TEXT,
    "expectationsRevision" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledgedBy" TEXT,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "acknowledgedReason" TEXT,
    CONSTRAINT "Validation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "DatasetExpectations" (
    "datasetId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "setBy" TEXT NOT NULL,
    CONSTRAINT "DatasetExpectations_pkey" PRIMARY KEY ("datasetId", "revision")
);

-- CreateIndex
CREATE UNIQUE INDEX "Validation_runId_key" ON "Validation"("runId");
CREATE INDEX "Validation_versionId_createdAt_id_idx" ON "Validation"("versionId", "createdAt", "id");
