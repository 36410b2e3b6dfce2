import { z } from 'zod';
import type { Answer } from '../call.ts';
import type { ReleaseFound } from '../finding.ts';
import { pastable } from '../quote.ts';
import { jsonOf } from './answer.ts';
import type { Missing } from './registry.ts';

/** What the engine found at the registry, or why it found nothing (`GET /distribution/NAME/json`, Docker Engine API 1.41). */
const schema = z.object({
	Descriptor: z.object({ digest: z.string() }).optional(),
	message: z.string().optional(),
});

/** As much of what a registry said as goes into a sentence, in UTF-16 units. */
const most = 200;

function said(text: string): { readonly digest?: string | undefined; readonly words: string } {
	const json = jsonOf(text, 'What the engine says of a registry');
	const parsed = schema.safeParse(json.ok ? json.value : undefined);
	const { Descriptor, message } = parsed.data ?? {};
	const words = (message ?? '').slice(0, most).replace(/\s+/g, ' ');
	return { digest: Descriptor?.digest, words: words === '' ? 'it gave no reason' : words };
}

/** A registry that wants a login says the same of what it has and of what it has not. */
const login = /denied|unauthorized|authentication required|no basic auth/i;
const lacks = /manifest unknown|manifest for .* not found|name unknown|repository name not known|not found/i;

/**
 * What the engine's answer says of an image that its host lacks. Only the registry's own word that it has none makes it
 * gone: what could not be asked is not known.
 */
export function foundOf({ host, image, name }: Missing, answer: Answer): ReleaseFound {
	const told = { is: 'release', image, name, host } as const;
	if (answer.ok) {
		const { digest } = said(answer.value.text);
		if (digest !== undefined && name.endsWith(`@${digest}`))
			return { ...told, can: 'pull', says: `its registry has it: ${pastable(['docker', 'pull', name])}` };
		return { ...told, can: 'unknown', says: `the engine of ${host} answered with another image` };
	}
	if (answer.reply === undefined) return { ...told, can: 'unknown', says: answer.failure.message };
	const { words } = said(answer.reply.text);
	if (login.test(words)) return { ...told, can: 'unknown', says: `its registry wants a login: ${words}` };
	if (lacks.test(words)) return { ...told, can: 'gone', says: `its registry has it no more: ${words}` };
	return { ...told, can: 'unknown', says: `its registry could not be asked: ${words}` };
}
