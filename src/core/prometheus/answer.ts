import { z } from 'zod';
import type { Reply } from '../call.ts';
import { failed } from '../failed.ts';
import type { Failure, Result } from '../model.ts';

/** What the API calls an answer: its data, or its error in its own words (Prometheus, "HTTP API", format overview). */
const envelope = z.union([
	z.object({ status: z.literal('success'), data: z.unknown(), warnings: z.array(z.string()).nullish() }),
	z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** The data of an answer, and what the API warned of, e.g. that a part of the data was not reached. */
export interface ApiData {
	readonly data: unknown;
	readonly warning?: string;
}

/** What was asked, for sentences: where (`http://127.0.0.1:9090`), and what (`the expression`). */
export interface ApiAsked {
	readonly url: string;
	readonly what: string;
}

const most = 300;
const start = (text: string): string => text.trim().slice(0, most).replace(/\s+/g, ' ');

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const login = 'Give the login by `headers`, by reference: `Authorization: "Bearer ${env:NAME}"`.';
const address = 'Check `url`: what the browser shows of this Prometheus, without `/graph` and `/api`.';

/** What the API's own error means, by its type (`bad_data`, `execution`, `timeout`, `canceled`, `unavailable` …). */
function refused(type: string, error: string, { url, what }: ApiAsked): Failure {
	const message = `Prometheus at ${url} refused ${what}: ${start(error)}`;
	if (type === 'bad_data') return { kind: 'refused', message, fix: `Try it at ${url}/query and correct it.` };
	if (type === 'timeout' || type === 'canceled')
		return { kind: 'timeout', message, fix: 'Make a recording rule of it, or raise the timeout of the probe.' };
	return { kind: 'refused', message, fix: `Try it at ${url}/query, and look at the log of Prometheus.` };
}

/** What an answer means that is not the API's own: a proxy, a login page, another server. */
function strange(code: number, { url, what }: ApiAsked): Failure {
	const said = `${url} answered ${code} to ${what}`;
	if (code === 401 || code === 403)
		return { kind: 'forbidden', message: `${said}: it wants another login.`, fix: login };
	if (code >= 300 && code < 400) return { kind: 'refused', message: `${said}: it sends elsewhere.`, fix: address };
	if (code === 404) return { kind: 'missing', message: `${said}: there is no API of Prometheus.`, fix: address };
	if (code >= 500) return { kind: 'refused', message: `${said}.`, fix: 'Look at the log of Prometheus.' };
	return { kind: 'garbled', message: `${said}, but not as Prometheus does.`, fix: address };
}

/** The data of an answer of the API, or why there is none, in its words and with a remedy. */
export function apiData({ code, text, cut }: Reply, asked: ApiAsked): Result<ApiData> {
	if (cut === true) {
		const fix = 'Ask for less: `sum(…)`, `topk(10, …)`, or labels that leave fewer series.';
		return failed('full', `The answer of ${asked.url} to ${asked.what} is too long and was not read.`, fix);
	}
	const parsed = envelope.safeParse(json(text));
	if (!parsed.success) return { ok: false, failure: strange(code, asked) };
	const said = parsed.data;
	if (said.status === 'error') return { ok: false, failure: refused(said.errorType, said.error, asked) };
	const [warning] = said.warnings ?? [];
	return { ok: true, value: { data: said.data, ...(warning === undefined ? {} : { warning: start(warning) }) } };
}
