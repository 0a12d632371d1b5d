-- AlterEnum
ALTER TYPE "VersionKind" ADD VALUE IF NOT EXISTS 'resampled';
ALTER TYPE "VersionKind" ADD VALUE IF NOT EXISTS 'filtered';

-- CreateEnum
CREATE TYPE "RecallState" AS ENUM ('active', 'lifted');
CREATE TYPE "TrustedSetState" AS ENUM ('drawn', 'sealed', 'retired');

-- CreateTable
CREATE TABLE "VersionSource" (
    "versionId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    CONSTRAINT "VersionSource_pkey" PRIMARY KEY ("versionId", "position")
);

CREATE TABLE "Recall" (
    "id" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "versionId" UUID,
    "source" TEXT,
    "reason" TEXT NOT NULL,
    "state" "RecallState" NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    "liftedAt" TIMESTAMPTZ(3),
    "liftedBy" TEXT,
    "liftReason" TEXT,
    CONSTRAINT "Recall_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "AliasFreeze" (
    "id" UUID NOT NULL,
    "recallId" UUID NOT NULL,
    "registeredModel" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "modelId" UUID NOT NULL,
    "modelVersion" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "markedAt" TIMESTAMPTZ(3),
    "liftedAt" TIMESTAMPTZ(3),
    "unmarkedAt" TIMESTAMPTZ(3),
    CONSTRAINT "AliasFreeze_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "RecallReplacement" (
    "recallId" UUID NOT NULL,
    "affectedVersionId" UUID NOT NULL,
    "runId" UUID,
    "versionId" UUID,
    CONSTRAINT "RecallReplacement_pkey" PRIMARY KEY ("recallId", "affectedVersionId")
);

CREATE TABLE "RetrainProposal" (
    "id" UUID NOT NULL,
    "recallId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "affectedVersionId" UUID NOT NULL,
    "runId" UUID,
    "startedBy" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    CONSTRAINT "RetrainProposal_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "TrustedSet" (
    "id" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "state" "TrustedSetState" NOT NULL DEFAULT 'drawn',
    "seed" BIGINT NOT NULL,
    "rows" INTEGER[],
    "sealedBlob" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3),
    "sealedBy" TEXT,
    "retiredAt" TIMESTAMPTZ(3),
    "retiredBy" TEXT,
    CONSTRAINT "TrustedSet_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "TrustedLabel" (
    "setId" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "reviewer" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    CONSTRAINT "TrustedLabel_pkey" PRIMARY KEY ("setId", "row", "reviewer")
);

CREATE TABLE "TrustedAdjudication" (
    "setId" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "TrustedAdjudication_pkey" PRIMARY KEY ("setId", "row")
);

CREATE TABLE "FeatureSet" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "columns" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "versionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    CONSTRAINT "FeatureSet_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ModelFeatureSet" (
    "modelId" UUID NOT NULL,
    "featureSetId" UUID NOT NULL,
    CONSTRAINT "ModelFeatureSet_pkey" PRIMARY KEY ("modelId")
);

CREATE TABLE "Erasure" (
    "id" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    CONSTRAINT "Erasure_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ErasedRow" (
    "originalId" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "erasureId" UUID NOT NULL,
    "salt" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    CONSTRAINT "ErasedRow_pkey" PRIMARY KEY ("originalId", "row")
);

CREATE TABLE "DestroyedBlob" (
    "erasureId" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),
    CONSTRAINT "DestroyedBlob_pkey" PRIMARY KEY ("erasureId", "sha256")
);

CREATE TABLE "RetentionRule" (
    "datasetId" UUID NOT NULL,
    "days" INTEGER NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "setBy" TEXT NOT NULL,
    CONSTRAINT "RetentionRule_pkey" PRIMARY KEY ("datasetId")
);

-- CreateIndex
CREATE INDEX "Recall_createdAt_id_idx" ON "Recall"("createdAt", "id");
CREATE INDEX "Recall_datasetId_state_idx" ON "Recall"("datasetId", "state");
CREATE UNIQUE INDEX "AliasFreeze_recallId_registeredModel_alias_key" ON "AliasFreeze"("recallId", "registeredModel", "alias");
CREATE UNIQUE INDEX "RetrainProposal_recallId_modelId_key" ON "RetrainProposal"("recallId", "modelId");
CREATE INDEX "TrustedSet_datasetId_createdAt_id_idx" ON "TrustedSet"("datasetId", "createdAt", "id");
CREATE UNIQUE INDEX "FeatureSet_name_version_key" ON "FeatureSet"("name", "version");
CREATE UNIQUE INDEX "FeatureSet_name_digest_key" ON "FeatureSet"("name", "digest");
CREATE INDEX "FeatureSet_createdAt_id_idx" ON "FeatureSet"("createdAt", "id");
CREATE INDEX "ModelFeatureSet_featureSetId_idx" ON "ModelFeatureSet"("featureSetId");
CREATE INDEX "Erasure_datasetId_createdAt_id_idx" ON "Erasure"("datasetId", "createdAt", "id");

-- AddForeignKey
ALTER TABLE "AliasFreeze" ADD CONSTRAINT "AliasFreeze_recallId_fkey" FOREIGN KEY ("recallId") REFERENCES "Recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "RecallReplacement" ADD CONSTRAINT "RecallReplacement_recallId_fkey" FOREIGN KEY ("recallId") REFERENCES "Recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "RetrainProposal" ADD CONSTRAINT "RetrainProposal_recallId_fkey" FOREIGN KEY ("recallId") REFERENCES "Recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "TrustedLabel" ADD CONSTRAINT "TrustedLabel_setId_fkey" FOREIGN KEY ("setId") REFERENCES "TrustedSet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "TrustedAdjudication" ADD CONSTRAINT "TrustedAdjudication_setId_fkey" FOREIGN KEY ("setId") REFERENCES "TrustedSet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ErasedRow" ADD CONSTRAINT "ErasedRow_erasureId_fkey" FOREIGN KEY ("erasureId") REFERENCES "Erasure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "DestroyedBlob" ADD CONSTRAINT "DestroyedBlob_erasureId_fkey" FOREIGN KEY ("erasureId") REFERENCES "Erasure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema language lacks, from here on.

-- The subject's tables refer to the recalled, drawn and trained things; Prisma needs no relation for that.
ALTER TABLE "VersionSource" ADD FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id");
ALTER TABLE "Recall" ADD FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id"),
    ADD FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id"),
    ADD CONSTRAINT "Recall_subject" CHECK (("versionId" IS NULL) <> ("source" IS NULL));
ALTER TABLE "AliasFreeze" ADD FOREIGN KEY ("modelId") REFERENCES "Model"("id");
ALTER TABLE "RecallReplacement" ADD FOREIGN KEY ("affectedVersionId") REFERENCES "DatasetVersion"("id"),
    ADD FOREIGN KEY ("runId") REFERENCES "Run"("id"),
    ADD FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id");
ALTER TABLE "RetrainProposal" ADD FOREIGN KEY ("modelId") REFERENCES "Model"("id"),
    ADD FOREIGN KEY ("affectedVersionId") REFERENCES "DatasetVersion"("id"),
    ADD FOREIGN KEY ("runId") REFERENCES "Run"("id");
ALTER TABLE "TrustedSet" ADD FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id"),
    ADD FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id");
ALTER TABLE "FeatureSet" ADD FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id");
ALTER TABLE "ModelFeatureSet" ADD FOREIGN KEY ("modelId") REFERENCES "Model"("id"),
    ADD FOREIGN KEY ("featureSetId") REFERENCES "FeatureSet"("id");
ALTER TABLE "Erasure" ADD FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id");
ALTER TABLE "ErasedRow" ADD FOREIGN KEY ("originalId") REFERENCES "DatasetVersion"("id");
ALTER TABLE "RetentionRule" ADD FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id");

-- Marking the same thing bad twice gives the recall that is in force.
CREATE UNIQUE INDEX "Recall_active_version" ON "Recall"("versionId") WHERE "state" = 'active' AND "versionId" IS NOT NULL;
CREATE UNIQUE INDEX "Recall_active_source" ON "Recall"("datasetId", md5("source")) WHERE "state" = 'active' AND "source" IS NOT NULL;

-- One sealed trusted set a dataset.
CREATE UNIQUE INDEX "TrustedSet_sealed" ON "TrustedSet"("datasetId") WHERE "state" = 'sealed';

-- Source names may be longer than what an index takes.
CREATE INDEX "VersionSource_source" ON "VersionSource"(md5("source"));

-- What registry-promotion has yet to write to MLflow.
CREATE INDEX "AliasFreeze_pending" ON "AliasFreeze"("createdAt") WHERE "markedAt" IS NULL OR ("liftedAt" IS NOT NULL AND "unmarkedAt" IS NULL);

-- Walking the lineage in either direction touches only what it reaches.
CREATE INDEX "DatasetVersion_parentId_idx" ON "DatasetVersion"("parentId");
CREATE INDEX "DatasetVersion_runId_idx" ON "DatasetVersion"("runId");
CREATE INDEX "Run_inputVersionId_idx" ON "Run"("inputVersionId");
CREATE INDEX "Run_outputVersionId_idx" ON "Run"("outputVersionId");
CREATE INDEX "Review_versionId_idx" ON "Review"("versionId");
CREATE INDEX "Model_versionId_idx" ON "Model"("versionId");
CREATE INDEX "Promotion_study_idx" ON "Promotion"((("evidence" -> 'study' ->> 'runId')::uuid));
CREATE INDEX "Promotion_review_idx" ON "Promotion"((("evidence" -> 'review' ->> 'id')::uuid));

-- What flowed into what, in the direction of the data. Acyclic: an output is younger than its input.
CREATE VIEW "LineageEdge" AS
    SELECT "inputVersionId" AS "from", "id" AS "to", 'input' AS "relation" FROM "Run"
    UNION ALL SELECT "runId", "id", 'made' FROM "DatasetVersion" WHERE "runId" IS NOT NULL
    UNION ALL SELECT "id", "outputVersionId", 'made' FROM "Run" WHERE "outputVersionId" IS NOT NULL
    UNION ALL SELECT "runId", "id", 'made' FROM "Review"
    UNION ALL SELECT "reviewId", "id", 'decisions' FROM "DatasetVersion" WHERE "reviewId" IS NOT NULL
    UNION ALL SELECT "runId", "id", 'made' FROM "Model"
    UNION ALL SELECT "modelId", "id", 'promoted' FROM "Promotion"
    UNION ALL SELECT ("evidence" -> 'study' ->> 'runId')::uuid, "id", 'evidence' FROM "Promotion"
        WHERE ("evidence" -> 'study' ->> 'runId')::uuid IS NOT NULL
    UNION ALL SELECT ("evidence" -> 'review' ->> 'id')::uuid, "id", 'evidence' FROM "Promotion"
        WHERE ("evidence" -> 'review' ->> 'id')::uuid IS NOT NULL;
