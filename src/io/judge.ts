import type { Call, Reply, Word } from '../core/call.ts';
import { pulledName, pullVerdict } from '../core/engine/pull.ts';
import { registryFailure } from '../core/engine/registry-failure.ts';
import type { Failure, FailureKind } from '../core/model.ts';
import { walkName } from '../core/runbook/call.ts';
import { distrustOf } from '../core/tls/peer.ts';
import { certificateFailure } from './failure.ts';
import { parsed } from './kept.ts';
import { plainUrl } from './web.ts';

/** As much of what a command or server said as goes into a sentence, in characters. */
const said = 300;

function plain(word: Word | undefined): string {
	return typeof word === 'string' ? word : 'a command';
}

function isScript(call: Call): boolean {
	return call.via === 'exec' && call.argv[1] === '-c';
}

/** What a call asks, short and without any value that could be secret: the beginning of sentences about it. */
export function callName(call: Call): string {
	switch (call.via) {
		case 'exec': {
			// A script is carried as `sh -c SCRIPT NAME …`: its name says more than `sh`. What a person wrote has none.
			const name = isScript(call) ? (call.argv[3] ?? call.argv[0]) : call.argv[0];
			return `${name === walkName ? 'The command' : plain(name)} on ${call.host}`;
		}
		case 'engine':
			return `${call.method} ${call.path.split('?')[0]} of the engine on ${call.host}`;
		case 'http':
			return `${call.method} ${plainUrl(call.url)}${call.host === 'local' ? '' : ` from ${call.host}`}`;
		case 'tcp':
		case 'tls':
		case 'sql':
			return `${call.name} port ${call.port}${call.host === 'local' ? '' : ` from ${call.host}`}`;
		case 'dns':
			return `The DNS for ${call.name}`;
	}
}

/** The image that a call pulls; undefined where it is no pull. */
export function pulled(call: Call): string | undefined {
	return call.via === 'engine' && call.method === 'POST' ? pulledName(call.path) : undefined;
}

/** The failure that an answer tells although its code is fine: a pull is answered 200 as soon as it begins. */
export function toldFailure(call: Call, { text }: Reply): Failure | undefined {
	const name = pulled(call);
	const said = name === undefined ? undefined : pullVerdict(text);
	return name === undefined || said === undefined ? undefined : registryFailure(said, { name, host: call.host });
}

/** Is this code what the call hoped for? */
export function isFine(call: Call, code: number): boolean {
	if (call.fine !== undefined) return call.fine.includes(code);
	return call.via === 'http' || call.via === 'engine' ? code >= 200 && code <= 299 : code === 0;
}

function lastLine(text: string): string {
	return text.trim().split('\n').at(-1)?.trim().slice(0, said) ?? '';
}

function execFailure(call: Call, reply: Reply): Failure {
	const name = callName(call);
	const words = lastLine(reply.err) || lastLine(reply.text);
	if (reply.code === 127) {
		// What the shell says names what is missing: it may be the command, or `timeout`, which ends it in time.
		const what = isScript(call) ? 'something that it needs' : 'it';
		const message = `${name} could not be run: ${what} is not installed there${words === '' ? '' : ` (${words})`}.`;
		return { kind: 'missing', message, fix: 'Install it on the host, or put it into the PATH.' };
	}
	if (reply.code === 126) {
		const message = `${name} could not be run: it may not be executed by this user.`;
		return { kind: 'forbidden', message, fix: 'Check the rights of the file on the host.' };
	}
	return { kind: 'refused', message: `${name} ended with code ${reply.code}${words === '' ? '.' : `: ${words}`}` };
}

function engineWords(text: string): string {
	const json = parsed(text);
	if (typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string')
		return json.message.slice(0, said);
	return lastLine(text);
}

const kinds: Readonly<Record<number, FailureKind>> = {
	401: 'forbidden',
	403: 'forbidden',
	404: 'missing',
	507: 'full',
};

function webFailure(call: Call, reply: Reply): Failure {
	const distrust = reply.peer === undefined ? undefined : distrustOf(reply.peer);
	if (distrust !== undefined) return certificateFailure(distrust, callName(call));
	const words = call.via === 'engine' ? engineWords(reply.text) : '';
	const kind = kinds[reply.code] ?? 'refused';
	return { kind, message: `${callName(call)} was answered ${reply.code}${words === '' ? '.' : `: ${words}`}` };
}

/** The failure that a reply with another code than the fine ones is. */
export function codeFailure(call: Call, reply: Reply): Failure {
	const name = pulled(call);
	if (name !== undefined)
		return registryFailure(engineWords(reply.text) || `code ${reply.code}`, { name, host: call.host });
	return call.via === 'exec' ? execFailure(call, reply) : webFailure(call, reply);
}

/** What is said when a call took longer than its limit. */
export function lateFailure(call: Call): Failure {
	const name = pulled(call);
	if (name !== undefined) {
		const message = `Nothing more of ${name} came to ${call.host} for ${call.timeout / 1000} s.`;
		return { kind: 'timeout', message, fix: `Look whether ${call.host} reaches its registry, then plan again.` };
	}
	if (call.silent !== undefined) {
		const message = `${callName(call)} said nothing for ${call.silent / 1000} s and was given up; it ends itself when nobody hears it.`;
		return { kind: 'timeout', message, fix: 'Check the load of the host and the way to it, then go on or undo.' };
	}
	const message = `${callName(call)} gave no answer within ${call.timeout / 1000} s.`;
	return { kind: 'timeout', message, fix: 'Check the load of the host and the way to it, or raise the timeout.' };
}
