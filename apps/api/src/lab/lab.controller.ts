import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AttackCatalogue, AttackPreview, StudyEstimate } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { LabService } from './lab.service.js';
import { EstimateRequest, PreviewRequest } from './lab-requests.js';

@ApiTags('lab')
@Controller()
export class LabController {
  constructor(private readonly lab: LabService) {}

  @Get('attacks')
  @Needs('run:read')
  @Answers(200, AttackCatalogue, 'Every attack: what it does, what the attacker must know, what it takes, its names')
  listAttacks(): AttackCatalogue {
    return this.lab.attacks();
  }

  @Post('attacks/dry-run')
  @HttpCode(200)
  @Needs('run:start')
  @Answers(200, AttackPreview, 'What the attack would change; nothing is kept')
  previewAttack(@Body({ schema: PreviewRequest }) request: PreviewRequest): Promise<AttackPreview> {
    return this.lab.preview(request);
  }

  @Post('studies/estimate')
  @HttpCode(200)
  @Needs('run:start')
  @Answers(200, StudyEstimate, 'How much work the study would be; nothing is started')
  estimateStudy(@Body({ schema: EstimateRequest }) request: EstimateRequest): Promise<StudyEstimate> {
    return this.lab.estimate(request);
  }
}
