import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { DatasetExpectations, DatasetName, ExpectationsChange } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, type Delivery } from '../http/delivery.js';
import { IF_MATCH, IfMatch, sendRevision } from '../http/etag.js';
import type { Reply } from '../http/reply.js';
import { ExpectationsService } from './expectations.service.js';

@ApiTags('datasets')
@Controller('datasets/:name/expectations')
export class ExpectationsController {
  constructor(private readonly expectations: ExpectationsService) {}

  @Get()
  @Needs('dataset:read')
  @Answers(200, DatasetExpectations, 'What is expected of the dataset’s versions; revision 0 when nothing is')
  async getExpectations(
    @Param('name', { schema: DatasetName }) name: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<DatasetExpectations> {
    return sendRevision(reply, await this.expectations.get(name));
  }

  @Put()
  @Needs('dataset:write')
  @ApiHeader(IF_MATCH)
  @Answers(200, DatasetExpectations, 'Set, for versions validated from now on; 412 when somebody set them meanwhile')
  async setExpectations(
    @Param('name', { schema: DatasetName }) name: string,
    @Body({ schema: ExpectationsChange }) change: ExpectationsChange,
    @IfMatch() revision: number,
    @Delivered() { actor }: Delivery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<DatasetExpectations> {
    return sendRevision(reply, await this.expectations.set(name, change.yaml, revision, actor));
  }
}
