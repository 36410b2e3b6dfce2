import type { Millis } from '../model.ts';

/** A lock as it lies on a host: for which container, who took it, by which plan, for what, since when. */
export interface HostLock {
	readonly key: string;
	readonly plan: string;
	readonly who: string;
	readonly what: string;
	readonly why: string;
	readonly since: Millis;
	/** How long its holder had not said that he lives. */
	readonly quiet: Millis;
}

/** So many locks are shown; nobody has more. */
const most = 20;
const longest = 200;

/** The host's clock in seconds and ours in milliseconds, at the same time. */
export interface Clocks {
	readonly host: number;
	readonly here: Millis;
}

function secondsOf(text: string | undefined): number | undefined {
	return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function lockOf(key: string, fields: ReadonlyMap<string, string>, { host, here }: Clocks): HostLock | undefined {
	const since = secondsOf(fields.get('since'));
	const beat = secondsOf(fields.get('beat'));
	const plan = fields.get('plan') ?? '';
	if (since === undefined || beat === undefined || plan === '') return undefined;
	const text = (name: string) => (fields.get(name) ?? '').slice(0, longest);
	const words = { plan: plan.slice(0, longest), who: text('who'), what: text('what'), why: text('why') };
	return { key, ...words, since: here - Math.max(0, host - since) * 1000, quiet: (host - beat) * 1000 };
}

/**
 * The locks in lines `KEY=FIELD=VALUE`; what is not whole is none. Whoever may write there wrote the values: they are
 * neither trusted nor cleaned here.
 */
export function locksIn(lines: readonly string[], clocks: Clocks): readonly HostLock[] {
	const found = new Map<string, Map<string, string>>();
	for (const line of lines) {
		const [, key, field, value] = /^([A-Za-z0-9][\w.-]*)=([a-z]+)=(.*)$/s.exec(line) ?? [];
		if (key === undefined || field === undefined || value === undefined) continue;
		const fields = found.get(key) ?? new Map<string, string>();
		found.set(key, fields.set(field, value));
	}
	return [...found].flatMap(([key, fields]) => lockOf(key, fields, clocks) ?? []).slice(0, most);
}
