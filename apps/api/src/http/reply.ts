import type { FastifyReply, FastifyRequest } from 'fastify';

export type Reply = FastifyReply;
export type Request = FastifyRequest;
