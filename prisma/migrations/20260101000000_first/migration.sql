-- CreateEnum
CREATE TYPE "VersionKind" AS ENUM ('original', 'poisoned', 'cleaned');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "ReviewState" AS ENUM ('open', 'finished', 'applied');

-- CreateEnum
CREATE TYPE "DecisionAction" AS ENUM ('keep', 'relabel', 'drop');

-- CreateEnum
CREATE TYPE "PromotionState" AS ENUM ('requested', 'checking', 'applying', 'live', 'refused', 'failed');

-- CreateTable
CREATE TABLE "Dataset" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "Dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DatasetVersion" (
    "id" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "kind" "VersionKind" NOT NULL,
    "digest" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "rowCount" INTEGER NOT NULL,
    "featureCount" INTEGER NOT NULL,
    "classes" JSONB NOT NULL,
    "columns" JSONB NOT NULL,
    "warnings" JSONB NOT NULL,
    "baseBlob" TEXT NOT NULL,
    "patchBlob" TEXT,
    "groundTruthBlob" TEXT,
    "poison" JSONB,
    "changedLabels" INTEGER NOT NULL DEFAULT 0,
    "droppedRows" INTEGER NOT NULL DEFAULT 0,
    "parentId" UUID,
    "runId" UUID,
    "reviewId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "DatasetVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'queued',
    "datasetId" UUID NOT NULL,
    "inputVersionId" UUID NOT NULL,
    "request" JSONB NOT NULL,
    "progressDone" INTEGER NOT NULL DEFAULT 0,
    "progressTotal" INTEGER NOT NULL DEFAULT 1,
    "outputVersionId" UUID,
    "outputModelId" UUID,
    "outputReviewId" UUID,
    "reportBlob" TEXT,
    "mlflowRunId" TEXT,
    "mlflowUrl" TEXT,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "requestedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StudyBatch" (
    "runId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "result" JSONB,

    CONSTRAINT "StudyBatch_pkey" PRIMARY KEY ("runId","index")
);

-- CreateTable
CREATE TABLE "Review" (
    "id" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "state" "ReviewState" NOT NULL DEFAULT 'open',
    "classes" JSONB NOT NULL,
    "issuesBlob" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewItem" (
    "id" UUID NOT NULL,
    "reviewId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    "given" TEXT NOT NULL,
    "suggested" TEXT NOT NULL,
    "quality" DOUBLE PRECISION NOT NULL,
    "action" "DecisionAction",
    "label" TEXT,
    "decidedBy" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ReviewItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Model" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "metrics" JSONB NOT NULL,
    "accuracyLow" DOUBLE PRECISION NOT NULL,
    "accuracyHigh" DOUBLE PRECISION NOT NULL,
    "testRows" INTEGER NOT NULL,
    "labelsUsed" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "mlflowRunId" TEXT NOT NULL,
    "mlflowModelId" TEXT NOT NULL,
    "mlflowUrl" TEXT NOT NULL,
    "registeredName" TEXT,
    "registeredVersion" TEXT,
    "registeredAliases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Promotion" (
    "id" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "registeredModel" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "state" "PromotionState" NOT NULL DEFAULT 'requested',
    "reason" TEXT NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "modelVersion" TEXT,
    "replaced" TEXT,
    "policy" JSONB,
    "policySha256" TEXT,
    "evidence" JSONB,
    "decision" JSONB,
    "error" TEXT,

    CONSTRAINT "Promotion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "details" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestSha256" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "response" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("scope","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Dataset_name_key" ON "Dataset"("name");

-- CreateIndex
CREATE INDEX "Dataset_createdAt_id_idx" ON "Dataset"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "DatasetVersion_reviewId_key" ON "DatasetVersion"("reviewId");

-- CreateIndex
CREATE INDEX "DatasetVersion_datasetId_createdAt_id_idx" ON "DatasetVersion"("datasetId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_createdAt_id_idx" ON "Run"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_datasetId_createdAt_id_idx" ON "Run"("datasetId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Review_runId_key" ON "Review"("runId");

-- CreateIndex
CREATE INDEX "Review_createdAt_id_idx" ON "Review"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewItem_reviewId_position_key" ON "ReviewItem"("reviewId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewItem_reviewId_row_key" ON "ReviewItem"("reviewId", "row");

-- CreateIndex
CREATE UNIQUE INDEX "Model_runId_key" ON "Model"("runId");

-- CreateIndex
CREATE INDEX "Model_createdAt_id_idx" ON "Model"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Model_datasetId_createdAt_id_idx" ON "Model"("datasetId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Promotion_createdAt_id_idx" ON "Promotion"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Promotion_modelId_createdAt_id_idx" ON "Promotion"("modelId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_subjectId_createdAt_id_idx" ON "AuditEvent"("subjectId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_createdAt_id_idx" ON "AuditEvent"("createdAt", "id");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- AddForeignKey
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "DatasetVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_reviewId_fkey" FOREIGN KEY ("reviewId") REFERENCES "Review"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_inputVersionId_fkey" FOREIGN KEY ("inputVersionId") REFERENCES "DatasetVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyBatch" ADD CONSTRAINT "StudyBatch_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewItem" ADD CONSTRAINT "ReviewItem_reviewId_fkey" FOREIGN KEY ("reviewId") REFERENCES "Review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Model" ADD CONSTRAINT "Model_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Model" ADD CONSTRAINT "Model_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Model" ADD CONSTRAINT "Model_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Promotion" ADD CONSTRAINT "Promotion_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema language lacks, from here on.

-- Registering the same table twice gives the version that exists.
CREATE UNIQUE INDEX "DatasetVersion_original_digest" ON "DatasetVersion"("datasetId", "digest") WHERE "kind" = 'original';

-- Poisoning the same version in the same way twice gives the version that exists.
CREATE UNIQUE INDEX "DatasetVersion_poisoned_digest" ON "DatasetVersion"("parentId", "digest") WHERE "kind" = 'poisoned';

-- Two promotions at once on one alias: the second is refused.
CREATE UNIQUE INDEX "Promotion_unfinished" ON "Promotion"("registeredModel", "alias") WHERE "state" IN ('requested', 'checking', 'applying');

-- Only relabelling carries a label, and a decision has its reviewer and time.
ALTER TABLE "ReviewItem" ADD CONSTRAINT "ReviewItem_decision" CHECK (
    ("action" IS NULL) = ("decidedBy" IS NULL)
    AND ("action" IS NULL) = ("decidedAt" IS NULL)
    AND ("label" IS NOT NULL) = ("action" IS NOT NULL AND "action" = 'relabel')
);

-- Every change of a run is told to those who follow it, whoever made it.
CREATE FUNCTION "tellRunChanged"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('run_changed', NEW."id"::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER "Run_changed" AFTER INSERT OR UPDATE ON "Run" FOR EACH ROW EXECUTE FUNCTION "tellRunChanged"();
