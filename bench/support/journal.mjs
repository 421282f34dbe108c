/** Runs `use`, and returns the requests that the simulator got in the meantime. */
export async function requestsDuring(env, use) {
  const journal = `${env.HSS_ENDPOINT}/__simulator/requests`;
  await fetch(journal, { method: 'DELETE' });
  await use();
  const { requests } = await (await fetch(journal)).json();
  return requests;
}
