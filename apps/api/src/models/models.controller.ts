import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DatasetName, Model, pageOf, type Page } from '@antidote/contracts';
import type { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id, PageQuery } from '../http/parameters.js';
import { ModelsService } from './models.service.js';

const ModelPage = pageOf(Model, 'ModelPage');
const ModelQuery = PageQuery.extend({ dataset: DatasetName.optional() });
export type ModelQuery = z.infer<typeof ModelQuery>;

@ApiTags('models')
@Controller('models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @Needs('model:read')
  @Answers(200, ModelPage, 'Models, newest first')
  listModels(@Query({ schema: ModelQuery }) query: ModelQuery): Promise<Page<Model>> {
    return this.models.list(query);
  }

  @Get(':id')
  @Needs('model:read')
  @Answers(200, Model, 'The model')
  getModel(@Param('id', { schema: Id }) id: string): Promise<Model> {
    return this.models.get(id);
  }
}
