import type { Body, Call, Fresh, Json, Kept, Way, Word } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import { known } from '../core/known.ts';
import type { Result } from '../core/model.ts';
import { programText } from '../core/programs.ts';
import { Broken } from './carrier.ts';
import { keeperName } from './kept.ts';
import { respOf } from './resp.ts';

/** Where the values come from that a call holds only by reference. */
export interface Sources {
	readonly secret: (reference: string) => Promise<Result<string>>;
	readonly kept: (kept: Kept) => Promise<Result<Json>>;
}

/** A call with all its values put in; it is never shown, logged or written down. */
export type Filled =
	| { readonly via: 'exec'; readonly argv: readonly string[]; readonly input?: string; readonly held?: true }
	| {
			readonly via: 'engine' | 'http';
			readonly method: string;
			readonly url: string;
			readonly headers: Readonly<Record<string, string>>;
			readonly body?: string;
			readonly fresh?: Fresh;
	  }
	| {
			readonly via: 'tcp';
			readonly name: string;
			readonly port: number;
			readonly send?: string;
			readonly until?: string;
	  }
	| Omit<Extract<Way, { via: 'tls' }>, 'host'>
	| Omit<Extract<Way, { via: 'dns' }>, 'host'>
	| (Omit<Extract<Way, { via: 'sql' }>, 'host' | 'password' | 'ca'> & {
			readonly password?: string;
			readonly ca?: string;
	  });

function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Broken(result.failure);
	return result.value;
}

function textOf(json: Json, kept: Kept): string {
	if (typeof json === 'object') {
		const where = kept.at?.join('.') ?? kept.env ?? '';
		const message = `The value ${where} of ${keeperName(kept)} is not a text, as this call needs.`;
		throw new Broken({ kind: 'changed', message, fix: 'Make the plan anew.' });
	}
	return String(json);
}

async function word(of: Word, from: Sources): Promise<string> {
	if (typeof of === 'string') return of;
	if ('secret' in of) return got(await from.secret(of.secret));
	if ('program' in of) return programText(of.program);
	if ('kept' in of) return textOf(got(await from.kept(of.kept)), of.kept);
	const parts: string[] = [];
	for (const part of of) parts.push(await word(part, from));
	return parts.join('');
}

function isWord(json: Json): json is { readonly $word: Word } {
	return typeof json === 'object' && json !== null && '$word' in json;
}

async function value(of: Word, from: Sources): Promise<Json> {
	if (typeof of === 'object' && 'kept' in of) return got(await from.kept(of.kept));
	return word(of, from);
}

async function json(of: Json, from: Sources): Promise<Json> {
	if (typeof of !== 'object' || of === null) return of;
	if (isWord(of)) return value(of.$word, from);
	if (Array.isArray(of)) return Promise.all(of.map((each) => json(each, from)));
	const entries = Object.entries(of).map(async ([key, each]) => [key, await json(each, from)] as const);
	return Object.fromEntries(await Promise.all(entries));
}

async function body(of: Body, from: Sources): Promise<string> {
	return 'json' in of ? JSON.stringify(await json(of.json, from)) : word(of.text, from);
}

const isJson = { 'content-type': 'application/json' };

async function httpFilled(call: Extract<Way, { via: 'http' }>, from: Sources): Promise<Filled> {
	const named = Object.entries(call.headers ?? {});
	const filled = named.map(async ([name, of]) => [name.toLowerCase(), await word(of, from)] as const);
	const headers = {
		...(call.body !== undefined && 'json' in call.body ? isJson : {}),
		...Object.fromEntries(await Promise.all(filled)),
	};
	const { via, method, url, fresh } = call;
	const asked = { via, method, url, headers, ...(fresh === undefined ? {} : { fresh }) };
	return call.body === undefined ? asked : { ...asked, body: await body(call.body, from) };
}

async function tcpFilled({ send, resp, ...call }: Extract<Way, { via: 'tcp' }>, from: Sources): Promise<Filled> {
	if (resp === undefined) return send === undefined ? call : { ...call, send: await word(send, from) };
	const commands = await Promise.all(resp.map((words) => Promise.all(words.map((each) => word(each, from)))));
	return { ...call, send: commands.map(respOf).join('') };
}

async function sqlFilled({ password, ca, ...call }: Extract<Way, { via: 'sql' }>, from: Sources): Promise<Filled> {
	return {
		...call,
		...(password === undefined ? {} : { password: await word(password, from) }),
		...(ca === undefined ? {} : { ca: await word(ca, from) }),
	};
}

/** The path with what is asked besides it. */
async function urlOf({ path, query = {} }: Extract<Way, { via: 'engine' }>, from: Sources): Promise<string> {
	const asked = new URLSearchParams();
	for (const [name, of] of Object.entries(query)) asked.set(name, await word(of, from));
	if (asked.size === 0) return path;
	return `${path}${path.includes('?') ? '&' : '?'}${asked}`;
}

async function engineFilled(call: Extract<Way, { via: 'engine' }>, from: Sources): Promise<Filled> {
	const { via, method } = call;
	const url = await urlOf(call, from);
	if (call.body === undefined) return { via, method, url, headers: {} };
	return { via, method, url, headers: isJson, body: JSON.stringify(await json(call.body, from)) };
}

async function wayFilled(call: Way, from: Sources): Promise<Filled> {
	switch (call.via) {
		case 'exec': {
			const argv = await Promise.all(call.argv.map((each) => word(each, from)));
			const made = { via: call.via, argv, ...known({ held: call.held }) };
			return call.input === undefined ? made : { ...made, input: await word(call.input, from) };
		}
		case 'engine':
			return engineFilled(call, from);
		case 'http':
			return httpFilled(call, from);
		case 'tcp':
			return tcpFilled(call, from);
		case 'tls':
		case 'dns':
			return call;
		case 'sql':
			return sqlFilled(call, from);
	}
}

/** Puts in what a call holds by reference: secrets of the config, and values that a container keeps. */
export async function fill(call: Call, from: Sources): Promise<Result<Filled>> {
	try {
		return { ok: true, value: await wayFilled(call, from) };
	} catch (error) {
		if (error instanceof Broken) return failed(error.failure.kind, error.failure.message, error.failure.fix);
		throw error;
	}
}
