import type { Failure } from '../../core/model.ts';
import type { SshTarget } from '../ssh/config.ts';
import { changedHost, revokedHost, unknownHost } from '../ssh/host-key.ts';
import type { KnownKey } from '../ssh/known-hosts.ts';
import { loginFailure } from '../ssh/login-failure.ts';

/** As much of what ssh said as goes into a sentence, in characters. */
const longest = 300;

/** Lines that say nothing by themselves: they tell what is done, or only follow from what went wrong before. */
const follows =
	/^(?:debug\d:|@|Authenticated to|kex_exchange_identification: (?:Connection closed|read:)|Connection (?:closed|reset) by UNKNOWN)/;

/** What is known for the sentence about a login that was refused. */
export interface Known {
	readonly keys: readonly KnownKey[];
	/** Key files that need a passphrase which the agent does not have. */
	readonly locked: readonly string[];
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
	return [...text.matchAll(pattern)].at(-1);
}

function wordsOf(text: string): string {
	const lines = text.split('\n').map((line) => line.trim());
	const last = lines.findLast((line) => line !== '' && !follows.test(line)) ?? 'it ended without a word';
	return last.replace(/\.$/, '').slice(0, longest);
}

function hostKeyFailure(target: SshTarget, text: string, { keys }: Known): Failure | undefined {
	if (!/^Host key verification failed/m.test(text)) return undefined;
	const [, type = '', print = ''] =
		lastMatch(text, /^debug1: Server host (?:key|certificate): (\S+) (SHA256:[^\s,]+)/gm) ?? [];
	if (type === '') return undefined;
	const [, file, line] = lastMatch(text, /^Offending .*key in (.+):(\d+)\r?$/gm) ?? [];
	const by = keys.find((key) => key.file === file && key.line === Number(line));
	if (/REVOKED HOST KEY/.test(text)) return revokedHost(target, { type, print }, by);
	if (by !== undefined) return changedHost(target, { type, print }, by);
	return unknownHost(target, { type, print });
}

/** It did not get as far as the host itself: what stands between them is at fault. */
function wayFailure(target: SshTarget, text: string, way: string): Failure {
	const kind = /^Host key verification failed/m.test(text)
		? 'host key'
		: /Permission denied \(/.test(text)
			? 'login'
			: 'unreachable';
	const message = `${target.name} was not reached, since ${way} and that failed: ${wordsOf(text)}.`;
	return { kind, message, fix: `Try: ssh ${target.name}. Then try again.` };
}

function offered(text: string): readonly string[] {
	return [...text.matchAll(/^debug1: Offering public key: (\S+)/gm)].map(([, path = '']) => path);
}

/**
 * Why the system's ssh could not connect, from what it said at LogLevel DEBUG1. `way`: what stands between us and the host
 * ("it goes through another host (ProxyJump bastion)"), when something does.
 */
export function masterFailure(target: SshTarget, text: string, known: Known, way?: string): Failure {
	const byKey = hostKeyFailure(target, text, known);
	if (byKey !== undefined) return byKey;
	const spoke = /^debug1: (?:Server host|Remote protocol version)/m.test(text);
	if (way !== undefined && !spoke) return wayFailure(target, text, way);
	if (/Permission denied \(|Too many authentication failures/.test(text))
		return loginFailure(target, offered(text), { locked: known.locked, notes: [] });
	const words = wordsOf(text);
	const what = `The ssh connection to ${target.name} (${target.hostname} port ${target.port})`;
	const fix = `Try: ssh -v ${target.name}`;
	if (/timed? ?out|timeout/i.test(words)) return { kind: 'timeout', message: `${what}: ${words}.`, fix };
	if (/Bad configuration option|configuration options|Unsupported option/i.test(words))
		return { kind: 'refused', message: `${what}: ${words}.`, fix };
	return { kind: 'unreachable', message: `${what}: ${words}.`, fix };
}
