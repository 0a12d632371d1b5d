import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RowProof, VersionVerification } from '@antidote/contracts';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { VerificationsService } from './verifications.service.js';

const MOST_ROW = 2 ** 32 - 1;
const ProofQuery = z.strictObject({ row: z.coerce.number().int().min(0).max(MOST_ROW) });

@ApiTags('datasets')
@Controller('versions')
export class VerificationsController {
  constructor(private readonly verifications: VerificationsService) {}

  @Get(':id/verification')
  @Needs('dataset:read')
  @Answers(200, VersionVerification, 'The digest, computed anew from every stored row and column')
  verifyVersion(@Param('id', { schema: Id }) id: string): Promise<VersionVerification> {
    return this.verifications.verify(id);
  }

  @Get(':id/proof')
  @Needs('dataset:read')
  @Answers(200, RowProof, 'The proof that a row is in the version, for whoever knows its digest')
  proveRow(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ProofQuery }) { row }: z.infer<typeof ProofQuery>,
  ): Promise<RowProof> {
    return this.verifications.prove(id, row);
  }
}
