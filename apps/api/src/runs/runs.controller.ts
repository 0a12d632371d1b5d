import { Body, Controller, Get, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  BreakReport,
  Certificate,
  DetectionReport,
  LearningCurveReport,
  pageOf,
  Run,
  RunRequest,
  StudyReport,
  type Page,
} from '@antidote/contracts';
import { Readable } from 'node:stream';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { Id } from '../http/parameters.js';
import type { Reply } from '../http/reply.js';
import { RunsService } from './runs.service.js';
import { RunQuery, StudyFile } from './run-query.js';

const RunPage = pageOf(Run, 'RunPage');

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(private readonly runs: RunsService) {}

  @Post()
  @Needs('run:start')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(202, Run, 'Accepted and queued; `Location` is the run')
  async createRun(
    @Body({ schema: RunRequest }) request: RunRequest,
    @Delivered() delivery: Delivery,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Run> {
    const run = await this.runs.create(request, delivery);
    void reply.header('Location', `/api/v1/runs/${run.id}`);
    return run;
  }

  @Get()
  @Needs('run:read')
  @Answers(200, RunPage, 'Runs, newest first')
  listRuns(@Query({ schema: RunQuery }) query: RunQuery): Promise<Page<Run>> {
    return this.runs.list(query);
  }

  @Get(':id')
  @Needs('run:read')
  @Answers(200, Run, 'The run')
  getRun(@Param('id', { schema: Id }) id: string): Promise<Run> {
    return this.runs.get(id);
  }

  @Get(':id/events')
  @Needs('run:read')
  @ApiProduces('text/event-stream')
  @ApiResponse({
    status: 200,
    description: 'The run now and after every change, as events named `run`; the stream ends with its terminal state',
    standardSchema: Run,
  })
  async streamRunEvents(@Param('id', { schema: Id }) id: string): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(await this.runs.events(id)), { type: 'text/event-stream; charset=utf-8' });
  }

  @Get(':id/study')
  @Needs('run:read')
  @Answers(200, StudyReport, 'The report of a finished study; 404 until then')
  getStudyReport(@Param('id', { schema: Id }) id: string): Promise<StudyReport> {
    return this.runs.study(id);
  }

  @Get(':id/partial-study')
  @Needs('run:read')
  @Answers(
    200,
    StudyReport,
    'A running study as far as it is: of the seeds that are in, 50 at most; 404 before and after',
  )
  getPartialStudy(@Param('id', { schema: Id }) id: string): Promise<StudyReport> {
    return this.runs.partialStudy(id);
  }

  @Get(':id/study/:file')
  @Needs('run:read')
  @ApiProduces('text/html', 'text/markdown')
  @ApiResponse({ status: 200, description: 'The report as one page that needs nothing else, or as Markdown' })
  async getStudyFile(
    @Param('id', { schema: Id }) id: string,
    @Param('file', { schema: StudyFile }) file: StudyFile,
  ): Promise<StreamableFile> {
    const type = file === 'report.html' ? 'text/html; charset=utf-8' : 'text/markdown; charset=utf-8';
    const disposition = `attachment; filename="${file}"`;
    return new StreamableFile(Buffer.from(await this.runs.studyFile(id, file)), { type, disposition });
  }

  @Get(':id/detection')
  @Needs('run:read')
  @Answers(200, DetectionReport, 'What the detectors found, with scorecard and counterfactual where asked for')
  getDetectionReport(@Param('id', { schema: Id }) id: string): Promise<DetectionReport> {
    return this.runs.detection(id);
  }

  @Get(':id/certificate')
  @Needs('run:read')
  @Answers(200, Certificate, 'The certificate of a finished run of the kind certify; 404 until then')
  getCertificate(@Param('id', { schema: Id }) id: string): Promise<Certificate> {
    return this.runs.certificate(id);
  }

  @Get(':id/break')
  @Needs('run:read')
  @Answers(200, BreakReport, 'The fewest poisoned rows found, by model and attack, of a finished run of the kind break')
  getBreakReport(@Param('id', { schema: Id }) id: string): Promise<BreakReport> {
    return this.runs.breakReport(id);
  }

  @Get(':id/learning-curve')
  @Needs('run:read')
  @Answers(200, LearningCurveReport, 'The curves of a finished run of the kind learning-curve')
  getLearningCurve(@Param('id', { schema: Id }) id: string): Promise<LearningCurveReport> {
    return this.runs.learningCurve(id);
  }

  @Post(':id/cancellation')
  @Needs('run:start')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(202, Run, 'Cancellation was asked for')
  cancelRun(@Param('id', { schema: Id }) id: string, @Delivered() delivery: Delivery): Promise<Run> {
    return this.runs.cancel(id, delivery);
  }
}
