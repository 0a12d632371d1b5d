import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  ApiKey,
  ApiKeyRequest,
  NewApiKey,
  pageOf,
  PasswordRequest,
  SessionSummary,
  SignInLink,
  type Page,
} from '@antidote/contracts';
import { Asking, type Actor } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers, AnswersNothing } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { AccountService } from './account.service.js';

const SessionPage = pageOf(SessionSummary, 'SessionPage');
const ApiKeyPage = pageOf(ApiKey, 'ApiKeyPage');

/** What everybody may do with their own account. */
@ApiTags('account')
@Controller('account')
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Put('password')
  @Needs('account:own')
  @AnswersNothing('Set; every other session of the account is over. 403 for a wrong present password')
  setPassword(@Asking() actor: Actor, @Body({ schema: PasswordRequest }) request: PasswordRequest): Promise<void> {
    return this.account.setPassword(actor, request);
  }

  @Post('sign-in-links')
  @Needs('account:own')
  @Answers(201, SignInLink, 'A link that signs a browser in as the one who asks, once')
  createSignInLink(@Asking() actor: Actor): Promise<SignInLink> {
    return this.account.createSignInLink(actor);
  }

  @Get('sessions')
  @Needs('account:own')
  @Answers(200, SessionPage, 'Browsers that are signed in, newest first')
  listSessions(@Asking() actor: Actor): Promise<Page<SessionSummary>> {
    return this.account.sessions(actor);
  }

  @Delete('sessions/:id')
  @Needs('account:own')
  @AnswersNothing('Over')
  endSession(@Asking() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.account.endSession(actor, id);
  }

  @Get('keys')
  @Needs('account:own')
  @Answers(200, ApiKeyPage, 'API keys, newest first; none shows its secret')
  listKeys(@Asking() actor: Actor): Promise<Page<ApiKey>> {
    return this.account.keys(actor);
  }

  @Post('keys')
  @Needs('account:own')
  @Answers(201, NewApiKey, 'The key and, this once, its secret')
  createKey(@Asking() actor: Actor, @Body({ schema: ApiKeyRequest }) request: ApiKeyRequest): Promise<NewApiKey> {
    return this.account.createKey(actor, request);
  }

  @Delete('keys/:id')
  @Needs('account:own')
  @AnswersNothing('Revoked')
  revokeKey(@Asking() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.account.revokeKey(actor, id);
  }
}
