import { z } from 'zod';
import { foreignLocksIn, foreignScript, type SeenLock } from '../core/foreign-locks.ts';
import { known } from '../core/known.ts';
import type { ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { printed } from './script/printed.ts';

/** The host, and for each program the names under which containers there are. */
export const schema = z.object({
	host: z.string(),
	Kamal: z.array(z.string()),
	Dokku: z.array(z.string()),
});

/** Bytes of the script's answer that are kept. */
const most = 65_536;

/** Reads the locks that other programs have taken on a host where containers are under such. */
export const foreign: ProbeKind = {
	kind: 'foreign',
	read: async (probe, { ask, now, signal }) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const { host } = spec.value;
		const seen: SeenLock[] = [];
		for (const by of ['Kamal', 'Dokku'] as const) {
			const names = spec.value[by];
			if (names.length === 0) continue;
			const script = { name: 'foreign', script: foreignScript, words: [by, ...names], about: `${by}'s locks` };
			const text = await printed({ host, ...script, timeout: probe.timeout, most }, { ask, signal });
			if (!text.ok) return text;
			const at = now();
			for (const { name, who, why, held } of foreignLocksIn(text.value))
				seen.push({ by, name, who, since: at - held, ...known({ why }) });
		}
		return { ok: true, value: { foreign: seen } };
	},
};
