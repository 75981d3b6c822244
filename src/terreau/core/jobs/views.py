"""Follow a job, find one's jobs again, ask for one again."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from terreau.core.jobs.actions import retry_job
from terreau.core.jobs.permissions import can_retry_job
from terreau.core.models import Job

PER_PAGE = 25


@require_safe
def show_job(request, pk):
    """Show how far a job is; htmx asks for the slice alone."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    context = {"job": job, "may_retry": can_retry_job(request.user, job)}
    template = "core/jobs/_job.html" if request.htmx else "core/jobs/job.html"
    return render(request, template, context)


@require_safe
def list_jobs(request):
    """List the jobs that this person may see, newest first."""
    jobs = Job.objects.visible_to(request.user).select_related("requested_by")
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "core/jobs/jobs.html", {"page": page})


@require_POST
def retry(request, pk):
    """Ask again for a job that failed."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    retry_job(job, by=request.user)
    return redirect("core:job", pk=pk)
