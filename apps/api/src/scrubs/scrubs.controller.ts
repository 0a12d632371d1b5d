import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScrubReport } from '@antidote/contracts';
import { AskedBy } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { ScrubsService } from './scrubs.service.js';

@ApiTags('datasets')
@Controller('scrubs')
export class ScrubsController {
  constructor(private readonly scrubs: ScrubsService) {}

  @Post()
  @Needs('dataset:write')
  @Answers(200, ScrubReport, 'Every stored byte was read again; what was damaged lies in quarantine')
  scrub(@AskedBy() actor: string): Promise<ScrubReport> {
    return this.scrubs.scrub(actor);
  }
}
