import type { Answer, Reply } from '../call.ts';
import { readPage } from '../metrics/parse.ts';
import type { Published } from './published.ts';

/** Paths under which services say how they are, the most telling first; `/` is asked last. */
export const healthPaths = ['/health', '/healthz', '/ready', '/api/health', '/up', '/'] as const;
export const metricsPath = '/metrics';

/** An address that answers. `status`: what is fine besides 200-299; `now`: the error that it answered with. */
export interface WebFound {
	readonly url: string;
	readonly status?: number;
	readonly now?: number;
}

/** What a path of a port answered. */
export interface WebAnswer {
	readonly path: string;
	readonly answer: Answer;
}

export const urlOf = ({ address, port }: Published, path: string): string => `http://${address}:${port}${path}`;

const isHtml = ({ headers, text }: Reply): boolean =>
	/html/i.test(headers?.['content-type'] ?? '') || /^\s*<(?:!doctype|html)/i.test(text);
/** The first page may be somewhere else, or only for those who are let in: that too shows that somebody is there. */
const alive = [301, 302, 303, 307, 308, 401, 403];

/**
 * The address that says how a service is, among what its paths answered. A page for people under another path than `/` says
 * nothing: many a web application answers every path with its first page.
 */
export function healthOf(at: Published, answers: readonly WebAnswer[]): WebFound | undefined {
	return healthPaths
		.map((path) => foundAt(urlOf(at, path), path, answers.find((one) => one.path === path)?.answer))
		.find((found) => found !== undefined);
}

function foundAt(url: string, path: string, answer: Answer | undefined): WebFound | undefined {
	if (!answer?.ok) return undefined;
	const { code } = answer.value;
	if (code >= 200 && code < 300 && (path === '/' || !isHtml(answer.value))) return { url };
	if (path.startsWith('/health') && code >= 500) return { url, now: code };
	return path === '/' && alive.includes(code) ? { url, status: code } : undefined;
}

/** Whether an answer is a page of metrics: lines of the Prometheus text format and nothing else. */
export function isMetrics(answer: Answer | undefined): boolean {
	if (!answer?.ok || answer.value.code !== 200 || isHtml(answer.value)) return false;
	const { text, cut } = answer.value;
	// The last line of what was cut is half a line.
	const whole = cut === true ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
	const { samples, bad } = readPage(whole, new Map(), () => undefined);
	return samples > 0 && bad === 0;
}
