import { Body, Controller, Delete, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Account, SignInRequest } from '@antidote/contracts';
import { Asking, type Actor } from '../access/actor.js';
import { Needs, NoSignIn } from '../access/needs.js';
import { SessionCookie } from '../access/session-cookie.js';
import { Answers, AnswersNothing } from '../http/answers.js';
import type { Reply, Request } from '../http/reply.js';
import { SESSION_COOKIE } from '../ports.js';
import { SessionService } from './session.service.js';

@ApiTags('account')
@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    @Inject(SESSION_COOKIE) private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @NoSignIn()
  @Answers(201, Account, 'Signed in: the cookie holds the session; 401 for a wrong login, password or link alike')
  async signIn(
    @Body({ schema: SignInRequest }) request: SignInRequest,
    @Req() { ip, headers }: Request,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Account> {
    const { account, secret } = await this.sessions.signIn(request, ip, headers['user-agent'] ?? '');
    void reply.setCookie(this.cookie.name, secret, this.cookie.options);
    return account;
  }

  @Get()
  @Needs('account:own')
  @Answers(200, Account, 'Who is signed in, and what they may do')
  getAccount(@Asking() actor: Actor): Promise<Account> {
    return this.sessions.account(actor);
  }

  @Delete()
  @Needs('account:own')
  @AnswersNothing('Signed out')
  async signOut(@Asking() actor: Actor, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    await this.sessions.signOut(actor);
    void reply.clearCookie(this.cookie.name, this.cookie.options);
  }
}
