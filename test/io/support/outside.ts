import type { Answer, Read } from '../../../src/core/call.ts';
import type { Host } from '../../../src/core/model.ts';
import type { Link } from '../../../src/core/state.ts';
import { type ActingOutside, makeOutside, type OutsideOptions } from '../../../src/io/outside.ts';
import { makeVault, type Vault } from '../../../src/io/vault.ts';

/** An outside with what it told of its hosts. */
export interface Tried extends ActingOutside {
	readonly links: readonly Link[];
	readonly vault: Vault;
	/** Resolves when a link of this kind has been told since the last one that was waited for. */
	readonly linked: (is: Link['is']) => Promise<Link>;
	readonly run: (...argv: readonly string[]) => Promise<Answer>;
}

/** The real outside over one host, whose commands `run` runs. */
export function outsideOf(host: Host, more: Partial<OutsideOptions> = {}): Tried {
	const links: Link[] = [];
	const waiting = new Set<() => void>();
	const vault = makeVault({ env: process.env, accepted: () => true, now: Date.now });
	const outside = makeOutside({
		hosts: [host],
		vault,
		env: process.env,
		now: Date.now,
		onLink: (_host, link) => {
			links.push(link);
			for (const check of waiting) check();
		},
		...more,
		readOnly: false,
	});
	let seen = 0;
	const linked = (is: Link['is']) =>
		new Promise<Link>((resolve) => {
			const check = () => {
				const at = links.findIndex((link, index) => index >= seen && link.is === is);
				const link = links[at];
				if (link === undefined) return;
				seen = at + 1;
				waiting.delete(check);
				resolve(link);
			};
			waiting.add(check);
			check();
		});
	const never = new AbortController().signal;
	const run = (...argv: readonly string[]) => outside.ask(command(host.name, argv), never);
	return { ...outside, links, vault, linked, run };
}

/** A command that reads, with ten seconds' time. */
export function command(host: string, argv: readonly string[]): Extract<Read, { readonly via: 'exec' }> {
	return { effect: 'read', via: 'exec', host, argv, timeout: 10_000 };
}

/** A request to the engine that reads, with ten seconds' time. */
export function engineGet(host: string, path: string): Extract<Read, { readonly via: 'engine' }> {
	return { effect: 'read', via: 'engine', host, method: 'GET', path, timeout: 10_000 };
}

/** A request to a web server, with ten seconds' time. */
export function webGet(host: string, url: string): Extract<Read, { readonly via: 'http' }> {
	return { effect: 'read', via: 'http', host, method: 'GET', url, timeout: 10_000 };
}
