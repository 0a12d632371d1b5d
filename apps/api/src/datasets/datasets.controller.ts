import { Body, Controller, Get, HttpStatus, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Dataset, DatasetName, pageOf, SensitiveColumns, VersionSummary, type Page } from '@antidote/contracts';
import { AskedBy } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { BodyContent } from '../http/openapi-document.js';
import { PageQuery } from '../http/parameters.js';
import type { Reply } from '../http/reply.js';
import { Upload, UPLOAD_CONTENT, type DatasetUpload } from './dataset-upload.js';
import { DatasetsService } from './datasets.service.js';

const DatasetPage = pageOf(Dataset, 'DatasetPage');
const VersionPage = pageOf(VersionSummary, 'VersionPage');

@ApiTags('datasets')
@Controller('datasets')
export class DatasetsController {
  constructor(private readonly datasets: DatasetsService) {}

  @Post()
  @Needs('dataset:write')
  @ApiHeader(IDEMPOTENCY_KEY)
  @BodyContent(UPLOAD_CONTENT)
  @Answers(201, Dataset, 'Registered; 200 when the newest version already held exactly these rows')
  async registerDataset(
    @Upload() upload: DatasetUpload,
    @Delivered() delivery: Delivery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Dataset> {
    const { dataset, added } = await this.datasets.register(upload, delivery);
    void reply.status(added ? HttpStatus.CREATED : HttpStatus.OK);
    void reply.header('Location', `/api/v1/datasets/${dataset.name}`);
    return dataset;
  }

  @Get()
  @Needs('dataset:read')
  @Answers(200, DatasetPage, 'Datasets, newest first')
  listDatasets(@Query({ schema: PageQuery }) query: PageQuery): Promise<Page<Dataset>> {
    return this.datasets.list(query);
  }

  @Get(':name')
  @Needs('dataset:read')
  @Answers(200, Dataset, 'The dataset with its newest version')
  getDataset(@Param('name', { schema: DatasetName }) name: string): Promise<Dataset> {
    return this.datasets.get(name);
  }

  @Put(':name/sensitive')
  @Needs('dataset:write')
  @Answers(200, Dataset, 'The columns whose values are hidden in every version, in place of those before')
  setSensitiveColumns(
    @Param('name', { schema: DatasetName }) name: string,
    @Body({ schema: SensitiveColumns }) request: SensitiveColumns,
    @AskedBy() actor: string,
  ): Promise<Dataset> {
    return this.datasets.setSensitive(name, request, actor);
  }

  @Get(':name/versions')
  @Needs('dataset:read')
  @Answers(200, VersionPage, 'Versions of the dataset, newest first')
  listVersions(
    @Param('name', { schema: DatasetName }) name: string,
    @Query({ schema: PageQuery }) query: PageQuery,
  ): Promise<Page<VersionSummary>> {
    return this.datasets.listVersions(name, query);
  }
}
