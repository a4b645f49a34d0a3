import './parts/mantine.ts';
import './parts/tokens.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { fleet } from './data/fleet.ts';
import { queryClient } from './data/query.ts';
import { openStream } from './data/stream.ts';
import { theme } from './parts/theme.ts';
import { makeRouter } from './shell/router.tsx';

openStream();
// nearly every screen needs it: it comes while the screen is still being read
void queryClient.prefetchQuery(fleet);
const place = document.getElementById('root');
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={makeRouter()} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
