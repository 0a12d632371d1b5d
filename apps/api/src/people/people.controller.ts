import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  ApiKey,
  ApiKeyRequest,
  NewApiKey,
  NewPerson,
  pageOf,
  Person,
  PersonChange,
  PersonRequest,
  SignInLink,
  type Page,
} from '@antidote/contracts';
import { AskedBy, Asking, type Actor } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers, AnswersNothing } from '../http/answers.js';
import { Id, PageQuery } from '../http/parameters.js';
import { PeopleService } from './people.service.js';

const PersonPage = pageOf(Person, 'PersonPage');
const ApiKeyPage = pageOf(ApiKey, 'ApiKeyPage');

@ApiTags('people')
@Controller('people')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @Get()
  @Needs('people:read')
  @Answers(200, PersonPage, 'Accounts of people and services, newest first')
  listPeople(@Query({ schema: PageQuery }) query: PageQuery): Promise<Page<Person>> {
    return this.people.list(query);
  }

  @Post()
  @Needs('people:write')
  @Answers(201, NewPerson, 'Added; a person with a link to sign in by once, a service account without')
  addPerson(@AskedBy() actor: string, @Body({ schema: PersonRequest }) request: PersonRequest): Promise<NewPerson> {
    return this.people.add(request, actor);
  }

  @Get(':id')
  @Needs('people:read')
  @Answers(200, Person, 'The account')
  getPerson(@Param('id', { schema: Id }) id: string): Promise<Person> {
    return this.people.get(id);
  }

  @Patch(':id')
  @Needs('people:write')
  @Answers(200, Person, 'Changed; a disabled account loses its sessions and keys at once. 409 for the last admin')
  changePerson(
    @AskedBy() actor: string,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PersonChange }) change: PersonChange,
  ): Promise<Person> {
    return this.people.change(id, change, actor);
  }

  @Post(':id/sign-in-links')
  @Needs('people:write')
  @Answers(201, SignInLink, 'A link that signs the person in once: an invitation, or for a forgotten password')
  invitePerson(@AskedBy() actor: string, @Param('id', { schema: Id }) id: string): Promise<SignInLink> {
    return this.people.invite(id, actor);
  }

  @Delete(':id/sessions')
  @Needs('people:write')
  @AnswersNothing('Every session of the account is over')
  endSessionsOfPerson(@AskedBy() actor: string, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.people.endSessions(id, actor);
  }

  @Get(':id/keys')
  @Needs('people:write')
  @Answers(200, ApiKeyPage, 'API keys of the account, newest first')
  listKeysOfPerson(@Param('id', { schema: Id }) id: string): Promise<Page<ApiKey>> {
    return this.people.keys(id);
  }

  @Post(':id/keys')
  @Needs('people:write')
  @Answers(201, NewApiKey, 'A key of a service account and, this once, its secret; people make their own')
  createKeyOfService(
    @Asking() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ApiKeyRequest }) request: ApiKeyRequest,
  ): Promise<NewApiKey> {
    return this.people.createKey(id, request, actor);
  }

  @Delete(':id/keys/:keyId')
  @Needs('people:write')
  @AnswersNothing('Revoked')
  revokeKeyOfPerson(
    @AskedBy() actor: string,
    @Param('id', { schema: Id }) id: string,
    @Param('keyId', { schema: Id }) keyId: string,
  ): Promise<void> {
    return this.people.revokeKey(id, keyId, actor);
  }
}
