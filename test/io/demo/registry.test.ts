import { expect, test } from 'vitest';
import type { ImageName } from '../../../src/core/engine/image-name.ts';
import { imageRef } from '../../../src/core/engine/image-ref.ts';
import { getSteps } from '../../../src/platforms/pull-steps.ts';
import { wantedImage } from '../../../src/platforms/wanted-image.ts';
import { demo } from './harness.ts';

const repository = 'registry.demo/shop/api';

async function resolve({ ask, signal }: ReturnType<typeof demo>, name: string) {
	const making = { id: '0a1b2c3d', ask, signal, asks: { times: 1, within: 1_000 } };
	const of: ImageName | undefined = imageRef(name);
	if (of === undefined) throw new Error('no name');
	return wantedImage(making, 'vps1', of);
}

test('the next release is pulled from the registry of the demo, and is there under its name', async () => {
	const fleet = demo();
	const wanted = await resolve(fleet, `${repository}:v413`);
	if (!wanted.ok) throw new Error(wanted.failure.message);
	expect(wanted.value.pull).toContain(`${repository}@sha256:`);
	for (const { does } of getSteps({ host: 'vps1', service: 'production/api' }, wanted.value)) {
		expect(await fleet.order(does)).toMatchObject({ ok: true });
	}
	const images = [...(fleet.made.look('vps1')?.engine.images.values() ?? [])];
	const pulled = images.find(({ tags }) => tags.includes(`${repository}:v413`));
	expect(pulled?.config['Labels']).toMatchObject({ 'org.opencontainers.image.version': 'v413' });
	expect(await resolve(fleet, `${repository}:v413`)).toMatchObject({ ok: true, value: { id: pulled?.id } });
});

test('a name that nobody has is refused', async () => {
	expect(await resolve(demo(), `${repository}:none`)).toMatchObject({ ok: false, failure: { kind: 'missing' } });
});
