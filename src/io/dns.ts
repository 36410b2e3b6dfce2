import type { Resolver } from 'node:dns/promises';
import type { Reply } from '../core/call.ts';
import type { RecordType } from '../core/dns/records.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { codeOf, failureOf } from './failure.ts';

/** A question to the DNS. `server`: an address, with a port if need be; the system's own servers unless given. */
interface Question {
	readonly name: string;
	readonly type: RecordType;
	readonly server?: string;
}

/** A packet that was lost is sent again after this time, in all so often. */
const again: { readonly timeout: Millis; readonly tries: number } = { timeout: 1500, tries: 3 };

async function ask(resolver: Resolver, { name, type }: Question): Promise<readonly string[]> {
	switch (type) {
		case 'A':
			return resolver.resolve4(name);
		case 'AAAA':
			return resolver.resolve6(name);
		case 'CNAME':
			return resolver.resolveCname(name);
		case 'NS':
			return resolver.resolveNs(name);
		case 'MX':
			return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
		case 'TXT':
			// A text longer than 255 bytes comes in parts (RFC 1035 §3.3.14); Node makes a character of each byte.
			return (await resolver.resolveTxt(name)).map((parts) => Buffer.from(parts.join(''), 'latin1').toString());
	}
}

/** The codes of answers (RFC 1035 §4.1.1) by those of Node; a name without such records is no error of the DNS. */
const answers: Readonly<Record<string, number>> = {
	ENODATA: 0,
	EFORMERR: 1,
	ESERVFAIL: 2,
	ENOTFOUND: 3,
	ENOTIMP: 4,
	EREFUSED: 5,
};

/** What it means that there is no answer; Node has codes of their own for that, which say something else elsewhere. */
function silent(code: string, what: string): Failure | undefined {
	const fix = 'Check the network and that the DNS server runs.';
	if (code === 'ETIMEOUT') return { kind: 'timeout', message: `${what} gave no answer.`, fix };
	if (code === 'EBADRESP') return { kind: 'garbled', message: `${what}: the answer is malformed.`, fix };
	if (code === 'EBADNAME') return { kind: 'garbled', message: `${what}: this is no name.`, fix: 'Check its spelling.' };
	return undefined;
}

function reply(code: number, records: readonly string[]): Result<Reply> {
	return { ok: true, value: { code, text: JSON.stringify(records), err: '' } };
}

/** Asks the DNS, past the system's files and caches. The reply has the DNS's own code, and the records as a JSON list. */
export async function resolve(question: Question, signal: AbortSignal): Promise<Result<Reply>> {
	const { Resolver } = await import('node:dns/promises');
	const what = `The DNS for ${question.name}`;
	if (signal.aborted) return { ok: false, failure: failureOf(signal.reason, what, signal) };
	const resolver = new Resolver(again);
	const cancel = () => resolver.cancel();
	signal.addEventListener('abort', cancel, { once: true });
	try {
		if (question.server !== undefined) resolver.setServers([question.server]);
		return reply(0, await ask(resolver, question));
	} catch (error) {
		const code = codeOf(error) ?? '';
		const answered = answers[code];
		if (answered !== undefined) return reply(answered, []);
		const failure = signal.aborted ? undefined : silent(code, what);
		return { ok: false, failure: failure ?? failureOf(error, what, signal) };
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}
