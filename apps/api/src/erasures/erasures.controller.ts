import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ErasedRows, Erasure, ErasureRequest } from '@antidote/contracts';
import { AskedBy } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { ErasuresService } from './erasures.service.js';

@ApiTags('erasure')
@Controller()
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  @Post('erasures')
  @Needs('dataset:erase')
  @Answers(200, Erasure, 'The values of the rows are destroyed in every version; 409 for rows erased before')
  eraseRows(@Body({ schema: ErasureRequest }) request: ErasureRequest, @AskedBy() actor: string): Promise<Erasure> {
    return this.erasures.erase(request, actor);
  }

  @Get('versions/:id/erased-rows')
  @Needs('dataset:read')
  @Answers(200, ErasedRows, 'The tombstones in the file that the version rests on')
  listErasedRows(@Param('id', { schema: Id }) id: string): Promise<ErasedRows> {
    return this.erasures.tombstones(id);
  }
}
