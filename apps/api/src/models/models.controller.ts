import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Model, pageOf, type Page } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { ModelsService } from './models.service.js';
import { ModelQuery } from './model-query.js';

const ModelPage = pageOf(Model, 'ModelPage');

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
