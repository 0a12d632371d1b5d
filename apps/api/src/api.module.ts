import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { Passwords } from './access/passwords.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditService } from './audit/audit.service.js';
import { DatasetIntake } from './datasets/dataset-intake.js';
import { DatasetsController } from './datasets/datasets.controller.js';
import { DatasetsService } from './datasets/datasets.service.js';
import { Deliveries } from './http/delivery.js';
import { DiffsController } from './diffs/diffs.controller.js';
import { DiffsService } from './diffs/diffs.service.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { ErasuresService } from './erasures/erasures.service.js';
import { RetentionController } from './retention/retention.controller.js';
import { RetentionService } from './retention/retention.service.js';
import { ExportsController } from './exports/exports.controller.js';
import { ExportsService } from './exports/exports.service.js';
import { ExpectationsController } from './expectations/expectations.controller.js';
import { ExpectationsService } from './expectations/expectations.service.js';
import { FeatureSetsController } from './feature-sets/feature-sets.controller.js';
import { FeatureSetsService } from './feature-sets/feature-sets.service.js';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { StatusController } from './health/status.controller.js';
import { LabController } from './lab/lab.controller.js';
import { LabService } from './lab/lab.service.js';
import { TruthController } from './lab/truth.controller.js';
import { TruthService } from './lab/truth.service.js';
import { StudyAdmission } from './lab/study-admission.js';
import { LineageController } from './lineage/lineage.controller.js';
import { LineageService } from './lineage/lineage.service.js';
import { ModelsController } from './models/models.controller.js';
import { ModelsService } from './models/models.service.js';
import { AccountController } from './people/account.controller.js';
import { AccountService } from './people/account.service.js';
import { PeopleController } from './people/people.controller.js';
import { PeopleService } from './people/people.service.js';
import { SessionController } from './people/session.controller.js';
import { SessionService } from './people/session.service.js';
import { PolicyController } from './policy/policy.controller.js';
import { PolicyService } from './policy/policy.service.js';
import { PredictionsController } from './predictions/predictions.controller.js';
import { PredictionsService } from './predictions/predictions.service.js';
import { PromotionsController } from './promotions/promotions.controller.js';
import { PromotionsService } from './promotions/promotions.service.js';
import { RecallsController } from './recalls/recalls.controller.js';
import { RecallsService } from './recalls/recalls.service.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { ReviewsService } from './reviews/reviews.service.js';
import { RunReports } from './runs/run-reports.js';
import { RunsController } from './runs/runs.controller.js';
import { RunsService } from './runs/runs.service.js';
import { ScrubsController } from './scrubs/scrubs.controller.js';
import { ScrubsService } from './scrubs/scrubs.service.js';
import { SheetsController } from './sheets/sheets.controller.js';
import { SheetsService } from './sheets/sheets.service.js';
import { VersionTables } from './table-tasks/version-tables.js';
import { StudiesController } from './studies/studies.controller.js';
import { StudiesService } from './studies/studies.service.js';
import { TrustedSetsController } from './trusted-sets/trusted-sets.controller.js';
import { TrustedSetsService } from './trusted-sets/trusted-sets.service.js';
import { ValidationsController } from './validations/validations.controller.js';
import { ValidationsService } from './validations/validations.service.js';
import { VerificationsController } from './verifications/verifications.controller.js';
import { VerificationsService } from './verifications/verifications.service.js';
import { VersionsController } from './versions/versions.controller.js';
import { VersionsService } from './versions/versions.service.js';

@Module({
  controllers: [
    DatasetsController,
    VersionsController,
    ValidationsController,
    ExpectationsController,
    DiffsController,
    ExportsController,
    ScrubsController,
    VerificationsController,
    RunsController,
    ReviewsController,
    ModelsController,
    PromotionsController,
    LabController,
    StudiesController,
    TruthController,
    LineageController,
    RecallsController,
    ErasuresController,
    RetentionController,
    SheetsController,
    FeatureSetsController,
    TrustedSetsController,
    PolicyController,
    PredictionsController,
    SessionController,
    AccountController,
    PeopleController,
    AuditController,
    StatusController,
    HealthController,
  ],
  providers: [
    Deliveries,
    VersionTables,
    Passwords,
    SessionService,
    AccountService,
    PeopleService,
    AuditService,
    DatasetIntake,
    DatasetsService,
    VersionsService,
    ValidationsService,
    ExpectationsService,
    DiffsService,
    ExportsService,
    ScrubsService,
    VerificationsService,
    RunReports,
    RunsService,
    ReviewsService,
    ModelsService,
    PromotionsService,
    LabService,
    StudyAdmission,
    StudiesService,
    TruthService,
    LineageService,
    RecallsService,
    ErasuresService,
    RetentionService,
    SheetsService,
    FeatureSetsService,
    TrustedSetsService,
    PolicyService,
    PredictionsService,
    HealthService,
  ],
})
export class ApiModule {
  /** @param ports values for the tokens of `ports.ts` */
  static over(ports: Provider[]): DynamicModule {
    return { module: ApiModule, providers: ports };
  }
}
