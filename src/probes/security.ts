import { z } from 'zod';
import { whole } from '../core/config/fields.ts';
import { failed } from '../core/failed.ts';
import type { Reading } from '../core/probe.ts';
import { type ProbeKind, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { parseSecurity } from '../core/security/answer.ts';
import { securityCondition, securitySides } from '../core/security/judge.ts';
import { securityScript } from '../core/security/script.ts';
import { formSpec } from '../core/spec.ts';
import { printed } from './script/printed.ts';

/** What the config may ask of `security`. */
const form = {
	kind: 'security',
	layer: 'security',
	title: 'The security of a host: failed logins, updates, bans, firewall',
	does: 'read failed logins, simulate an upgrade, and read bans and firewall',
	shape: {
		logins: whole(0, 100_000)
			.prefault(100)
			.meta({ description: 'Failed logins in an hour that are no news. Default: 100', examples: [100] }),
		firewall: z
			.boolean()
			.prefault(true)
			.meta({
				description: 'Whether something on the host must filter what comes in. Default: true',
				examples: [false],
			}),
	},
	every: 900_000,
	timeout: 60_000,
	from: 'host',
} satisfies ProbeForm;

/** Bytes of the script's answer that are kept. */
const most = 4 * 1024 * 1024;

/** Reads what a host's account may see of failed logins, pending security updates, restarts, bans and the firewall. */
export const security: ProbeKind = {
	kind: 'security',
	form,
	read: async (probe, { ask, now, signal }) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { from, logins, firewall } = spec.value;
		const timeout = Math.round(probe.timeout * 0.95);
		const script = { name: 'security', script: securityScript, about: 'its security' };
		const text = await printed({ host: from, ...script, timeout, most }, { ask, signal });
		if (!text.ok) return text;
		const said = parseSecurity(text.value);
		if (said === undefined) {
			const message = `What ${from} says of its security is not understood.`;
			return failed('garbled', message, 'Check what its login shell prints.');
		}
		const at = now();
		const findings = securitySides(said, { logins, firewall });
		const series = `${probe.of}/${sourceOf(probe)}`;
		const reading: Reading = {
			layers: { security: { ...securityCondition(findings), since: at } },
			samples: findings.flatMap(({ about, count }) =>
				count === undefined ? [] : [{ series: `${series}/${about}`, at, value: count }],
			),
			facts: Object.fromEntries(findings.map(({ about, says }) => [about, says])),
			findings,
		};
		return { ok: true, value: reading };
	},
};
