import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { StudiesAcross } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { StudiesFile, StudiesQuery } from './studies-query.js';
import { StudiesService } from './studies.service.js';

@ApiTags('lab')
@Controller('studies/across')
export class StudiesController {
  constructor(private readonly studies: StudiesService) {}

  @Get()
  @Needs('run:read')
  @Answers(200, StudiesAcross, 'What finished studies of several datasets say together; `runs` has commas between ids')
  readStudiesAcross(@Query({ schema: StudiesQuery }) query: StudiesQuery): Promise<StudiesAcross> {
    return this.studies.across(query);
  }

  @Get(':file')
  @Needs('run:read')
  @ApiProduces('text/html', 'application/json')
  @ApiResponse({
    status: 200,
    description: 'The same with a section for each study: one page that needs nothing else, or JSON',
  })
  async getStudiesFile(
    @Param('file', { schema: StudiesFile }) file: StudiesFile,
    @Query({ schema: StudiesQuery }) query: StudiesQuery,
  ): Promise<StreamableFile> {
    const type = file === 'report.html' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
    const disposition = `attachment; filename="${file}"`;
    return new StreamableFile(Buffer.from(await this.studies.file(query, file)), { type, disposition });
  }
}
